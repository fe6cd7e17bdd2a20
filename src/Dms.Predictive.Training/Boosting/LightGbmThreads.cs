namespace Dms.Predictive.Training;

/// <summary>
/// LightGBM keeps its number of threads for the whole process: a dataset made for one thread is written out of bounds when
/// another fit sets two meanwhile. Fits on one thread run beside each other, any other number runs alone.
/// </summary>
internal static class LightGbmThreads
{
    private static readonly ReaderWriterLockSlim Gate = new();

    /// <summary>Runs a fit when its number of threads can stand.</summary>
    /// <param name="threads">Threads of the fit, ≥ 1.</param>
    /// <param name="fit">The fit, native dataset included; it starts no other one.</param>
    public static T Run<T>(int threads, Func<T> fit)
    {
        bool alone = threads != 1;
        if (alone)
        {
            Gate.EnterWriteLock();
        }
        else
        {
            Gate.EnterReadLock();
        }

        try
        {
            return fit();
        }
        finally
        {
            if (alone)
            {
                Gate.ExitWriteLock();
            }
            else
            {
                Gate.ExitReadLock();
            }
        }
    }
}
