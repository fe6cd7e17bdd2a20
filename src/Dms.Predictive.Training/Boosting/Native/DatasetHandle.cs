using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Training;

/// <summary>A native dataset, freed once.</summary>
internal sealed class DatasetHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller.</summary>
    public DatasetHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Bins the rows and takes their targets.</summary>
    public static DatasetHandle Create(TrainingRows rows, string parameters)
    {
        LightGbmLibrary.Check(LightGbmLibrary.CreateDataset(
            in rows.RowMajor.Span[0], LightGbmLibrary.Float32, rows.Rows, rows.Columns, 1, parameters, IntPtr.Zero,
            out DatasetHandle dataset));
        LightGbmLibrary.Check(LightGbmLibrary.SetField(
            dataset, "label", in rows.Target.Span[0], rows.Rows, LightGbmLibrary.Float32));
        return dataset;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LightGbmLibrary.FreeDataset(handle) == 0;
}
