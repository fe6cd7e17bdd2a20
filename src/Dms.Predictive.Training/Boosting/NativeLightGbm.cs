namespace Dms.Predictive.Training;

/// <summary>Turns a failure to load LightGBM into a message that says how to install it.</summary>
public static class NativeLightGbm
{
    /// <summary>The failure in plain words, or null when it is about something else.</summary>
    /// <param name="failure">What a fit threw.</param>
    public static DllNotFoundException? Explain(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            bool aboutLoading = e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException;
            if (aboutLoading && (Names(e, "lightgbm") || Names(e, "libgomp")))
            {
                string cause = e.Message.Split('\n')[0];
                return new DllNotFoundException(
                    "lib_lightgbm could not be loaded; it needs the OpenMP runtime libgomp.so.1. On Debian or Ubuntu: "
                    + $"apt-get install libgomp1. ({cause})", failure);
            }
        }

        return null;
    }

    private static bool Names(Exception e, string library) =>
        e.Message.Contains(library, StringComparison.OrdinalIgnoreCase);
}
