using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Benchmarks;

/// <summary>LightGBM itself through its C interface, one thread: trains, saves its text, and splits scores with its own
/// contributions.</summary>
internal sealed class LightGbmPeer : IDisposable
{
    private const int Float64 = 1;
    private const int Float32 = 0;
    private const int Contributions = 3;
    private const string Library = "lib_lightgbm";
    private const DllImportSearchPath Paths = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories;
    private readonly Booster _booster;

    private LightGbmPeer(Booster booster) => _booster = booster;

    /// <summary>Fits squared error.</summary>
    public static string TrainText(double[] rowMajor, float[] target, int columns, string parameters, int trees)
    {
        Check(CreateDataset(in rowMajor[0], Float64, target.Length, columns, 1, parameters, 0, out nint made));
        using Dataset dataset = new(made);
        Check(SetField(dataset.Handle, "label", in target[0], target.Length, Float32));
        Check(CreateBooster(dataset.Handle, parameters, out nint created));
        using Booster booster = new(created);
        for (int i = 0; i < trees; i++)
        {
            Check(Update(booster.Handle, out _));
        }

        byte[] buffer = new byte[64 << 20];
        Check(SaveText(booster.Handle, 0, -1, 0, buffer.Length, out long length, buffer));
        return Encoding.UTF8.GetString(buffer.AsSpan(0, (int)length - 1));
    }

    /// <summary>Loads a model text.</summary>
    public static LightGbmPeer Load(string text)
    {
        Check(LoadText(text, out _, out nint booster));
        return new(new Booster(booster));
    }

    /// <summary>Contributions of all rows, expected value last in each.</summary>
    public void Contribute(double[] rowMajor, int rows, int columns, double[] contributions) =>
        Check(Predict(_booster.Handle, in rowMajor[0], Float64, rows, columns, 1, Contributions, 0, -1, "num_threads=1", out _,
            ref contributions[0]));

    /// <inheritdoc/>
    public void Dispose() => _booster.Dispose();

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(LastError()));
        }
    }

    [DllImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int CreateDataset(in double values, int type, int rows, int columns, int isRowMajor, [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters,
        nint reference, out nint dataset);

    [DllImport(Library, EntryPoint = "LGBM_DatasetSetField")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int SetField(nint dataset, [MarshalAs(UnmanagedType.LPUTF8Str)] string field, in float values, int count, int type);

    [DllImport(Library, EntryPoint = "LGBM_DatasetFree")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int FreeDataset(nint dataset);

    [DllImport(Library, EntryPoint = "LGBM_BoosterCreate")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int CreateBooster(nint dataset, [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters, out nint booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterFree")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int FreeBooster(nint booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int Update(nint booster, out int isFinished);

    [DllImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int SaveText(nint booster, int start, int iterations, int importance, long capacity, out long length,
        [Out] byte[] utf8);

    [DllImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int LoadText([MarshalAs(UnmanagedType.LPUTF8Str)] string text, out int iterations, out nint booster);

    [DllImport(Library, EntryPoint = "LGBM_BoosterPredictForMat")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern int Predict(nint booster, in double values, int type, int rows, int columns, int isRowMajor, int kind,
        int start, int iterations, [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters, out long count, ref double scores);

    [DllImport(Library, EntryPoint = "LGBM_GetLastError")]
    [DefaultDllImportSearchPaths(Paths)]
    private static extern nint LastError();

    private sealed class Dataset : SafeHandleZeroOrMinusOneIsInvalid
    {
        public Dataset(nint made)
            : base(ownsHandle: true) => SetHandle(made);

        public nint Handle => handle;

        protected override bool ReleaseHandle() => FreeDataset(handle) == 0;
    }

    private sealed class Booster : SafeHandleZeroOrMinusOneIsInvalid
    {
        public Booster(nint created)
            : base(ownsHandle: true) => SetHandle(created);

        public nint Handle => handle;

        protected override bool ReleaseHandle() => FreeBooster(handle) == 0;
    }
}
