using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>What all routes share: how they are declared, and how they answer.</summary>
internal static partial class Endpoint
{
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Declares a route with who may use it; the access enters the API's description too.</summary>
    public static RouteHandlerBuilder Route(
        this IEndpointRouteBuilder routes, string method, string pattern, Access access, RequestDelegate handler) =>
        routes.MapMethods(pattern, [method], (Delegate)((HttpContext context) => handler(context))).WithMetadata(access);

    /// <summary>Says what a route is for, with its success answer.</summary>
    public static RouteHandlerBuilder Says<T>(this RouteHandlerBuilder route, string name, string summary, int status = 200) => route
        .WithName(name).WithSummary(summary).Produces<T>(status)
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);

    /// <summary>Writes JSON text.</summary>
    public static Task JsonAsync(HttpContext context, string text, int status = 200)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Writes a resource with its ETag; 304 when the client has it.</summary>
    public static Task ResourceAsync<T>(HttpContext context, T value, long sequence)
    {
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{sequence}\"");
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',').Any(t => t.Trim() == tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return JsonAsync(context, Answers.Text(value));
    }

    /// <summary>The caller of a request that changes something.</summary>
    /// <exception cref="RequestRefusedException">The header is absent or malformed (400).</exception>
    public static Caller CallerOf(HttpContext context, byte[] body)
    {
        string key = context.Request.Headers[IdempotencyHeader].ToString();
        return IdempotencyKey().IsMatch(key)
            ? new Caller(AccessGate.Of(context)!.Id, key, JsonBody.HashOf(context.Request, body))
            : throw new RequestRefusedException(
                400, "idempotency-key",
                $"Header {IdempotencyHeader} is {(key.Length == 0 ? "absent" : "malformed")}; send 1 to 64 of A-Z a-z 0-9 _ -, new for every request and the same when you repeat it.");
    }

    /// <summary>Hands an event to the core and writes its durable answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="host">The host.</param>
    /// <param name="e">The event.</param>
    /// <param name="refuse">Looks at the core first; null = go on.</param>
    public static async Task SubmitAsync(HttpContext context, HostContext host, Requested e, Func<HostCore, Answer?>? refuse = null)
    {
        Task<Reply>? pending = host.Engine.Ask(core => Judge(core, e, refuse));
        if (pending is null)
        {
            throw new RequestRefusedException(429, "queue-full", "The host has too many commands waiting. Repeat with the same key in a second.");
        }

        Reply reply = await pending.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        if (reply.IsReplayed)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        await (reply.Answer.IsProblem
            ? Problems.WriteAsync(context, reply.Answer.Status, reply.Answer.Body)
            : JsonAsync(context, reply.Answer.Body, reply.Answer.Status)).ConfigureAwait(false);
    }

    private static CoreVerdict Judge(HostCore core, Requested e, Func<HostCore, Answer?>? refuse)
    {
        if (core.Recall(e.Caller) is Remembered known)
        {
            return known.RequestHash == e.Caller.RequestHash
                ? new CoreVerdict(null, new Reply(known.Answer, true))
                : new CoreVerdict(null, new Reply(
                    new Answer(409, Answers.Problem(409, "idempotency-conflict", "This key was used for another request. Use a new key for every new request.")), false));
        }

        return refuse?.Invoke(core) is Answer refusal ? new CoreVerdict(null, new Reply(refusal, false)) : new CoreVerdict(e);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex IdempotencyKey();
}
