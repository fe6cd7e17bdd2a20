namespace Dms.Predictive.Cli;

/// <summary>Says how to get a native library that the machine lacks.</summary>
public static class NativeLibraryAdvice
{
    /// <summary>One sentence that names the library and the way out.</summary>
    public static string For(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Message.Contains("lightgbm", StringComparison.OrdinalIgnoreCase)
            ? "LightGBM could not be loaded; it needs the OpenMP runtime libgomp.so.1. On Debian or Ubuntu: "
              + $"apt-get install libgomp1. ({failure.Message.Split('\n')[0]})"
            : failure.Message;
    }
}
