using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>How many requests are served at once, and for how long; streams excepted.</summary>
internal sealed class RequestLimits(ServingOptions options)
{
    private int _running;

    /// <summary>Serves a request within the limits.</summary>
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/v1/stream")
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (Interlocked.Increment(ref _running) > options.MaxConcurrentRequests)
        {
            Interlocked.Decrement(ref _running);
            context.Response.Headers.RetryAfter = "1";
            throw new RequestRefusedException(429, "too-many-requests", $"{options.MaxConcurrentRequests} requests are being served, the most at once. Repeat in a second.");
        }

        CancellationToken gone = context.RequestAborted;
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(gone);
        late.CancelAfter(options.RequestTimeout);
        context.RequestAborted = late.Token;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            context.RequestAborted = gone;
            throw new RequestRefusedException(503, "timeout", "The answer took too long. Repeat with the same Idempotency-Key: what was done is not done twice.");
        }
        finally
        {
            context.RequestAborted = gone;
            Interlocked.Decrement(ref _running);
        }
    }
}
