using Microsoft.ML;

namespace Dms.Predictive.Training;

/// <summary>Runs one ML.NET fit so that it can be cancelled and says what is missing when it cannot load.</summary>
internal static class MlNetFit
{
    /// <summary>Runs the fit in a context of its own.</summary>
    /// <exception cref="DllNotFoundException">The native library or its OpenMP runtime is not installed.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static T Run<T>(int seed, Func<MLContext, T> fit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        MLContext context = new(seed);
        using CancellationTokenRegistration stop = cancellation.Register(MlNetTreeReader.CancelExecution(context));
        try
        {
            T result = fit(context);
            cancellation.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception e) when (NativeLightGbm.Explain(e) is not null)
        {
            throw NativeLightGbm.Explain(e)!;
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException("The fit was cancelled.", e, cancellation);
        }
    }
}
