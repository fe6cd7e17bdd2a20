using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Training;

/// <summary>A native booster, freed once.</summary>
internal sealed class BoosterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int FirstCapacity = 1 << 20;

    private delegate int Writer(
        BoosterHandle booster, int start, int iterations, int importance, long capacity, out long length, byte[] utf8);

    /// <summary>For the marshaller.</summary>
    public BoosterHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>LightGBM's model text; the part from <c>parameters:</c> on is left out, because it names threads
    /// and not the model.</summary>
    public string Text()
    {
        string text = Written(LightGbmLibrary.SaveText);
        int parameters = text.IndexOf("\nparameters:", StringComparison.Ordinal);
        return parameters < 0 ? text : text[..(parameters + 1)];
    }

    /// <summary>The model as JSON.</summary>
    public string Json() => Written(LightGbmLibrary.DumpJson);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LightGbmLibrary.FreeBooster(handle) == 0;

    private string Written(Writer writer)
    {
        byte[] buffer = new byte[FirstCapacity];
        LightGbmLibrary.Check(writer(this, 0, -1, 0, buffer.Length, out long length, buffer));
        if (length > buffer.Length)
        {
            buffer = new byte[length];
            LightGbmLibrary.Check(writer(this, 0, -1, 0, buffer.Length, out length, buffer));
        }

        return Encoding.UTF8.GetString(buffer.AsSpan(0, (int)length - 1));
    }
}
