using System.Runtime.InteropServices;

namespace Dms.Predictive.Training;

/// <summary>The functions of LightGBM's C interface that training uses; each returns 0, or −1 with a message.</summary>
internal static class LightGbmLibrary
{
    /// <summary>Element type float32.</summary>
    public const int Float32 = 0;

    private const string Library = "lib_lightgbm";

    /// <summary>Throws LightGBM's own message when a call failed.</summary>
    /// <exception cref="InvalidOperationException">It did.</exception>
    public static void Check(int result)
    {
        if (result != 0)
        {
            string message = Marshal.PtrToStringUTF8(LastError()) ?? "no message";
            throw new InvalidOperationException($"LightGBM refused: {message}");
        }
    }

    [DllImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int CreateDataset(
        in float values, int elementType, int rows, int columns, int isRowMajor,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters, IntPtr reference, out DatasetHandle dataset);

    [DllImport(Library, EntryPoint = "LGBM_DatasetSetField")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int SetField(
        DatasetHandle dataset, [MarshalAs(UnmanagedType.LPUTF8Str)] string field, in float values, int count,
        int elementType);

    [DllImport(Library, EntryPoint = "LGBM_DatasetFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int FreeDataset(IntPtr dataset);

    [DllImport(Library, EntryPoint = "LGBM_BoosterCreate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int CreateBooster(
        DatasetHandle dataset, [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters, out BoosterHandle booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int FreeBooster(IntPtr booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Update(BoosterHandle booster, out int isFinished);

    [DllImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIterCustom")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int UpdateCustom(
        BoosterHandle booster, in float gradients, in float hessians, out int isFinished);

    [DllImport(Library, EntryPoint = "LGBM_BoosterGetPredict")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int TrainingScores(BoosterHandle booster, int dataIndex, out long count, ref double scores);

    [DllImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int SaveText(
        BoosterHandle booster, int start, int iterations, int importance, long capacity, out long length,
        [Out] byte[] utf8);

    [DllImport(Library, EntryPoint = "LGBM_BoosterDumpModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int DumpJson(
        BoosterHandle booster, int start, int iterations, int importance, long capacity, out long length,
        [Out] byte[] utf8);

    [DllImport(Library, EntryPoint = "LGBM_BoosterPredictForMat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Predict(
        BoosterHandle booster, in float values, int elementType, int rows, int columns, int isRowMajor, int kind,
        int start, int iterations, [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters, out long count,
        ref double scores);

    [DllImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int LoadText(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string text, out int iterations, out BoosterHandle booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterGetLeafValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int LeafValue(BoosterHandle booster, int tree, int leaf, out double value);

    [DllImport(Library, EntryPoint = "LGBM_BoosterSetLeafValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int SetLeafValue(BoosterHandle booster, int tree, int leaf, double value);

    [DllImport(Library, EntryPoint = "LGBM_GetLastError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr LastError();
}
