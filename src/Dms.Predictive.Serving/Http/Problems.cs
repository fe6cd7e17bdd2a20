using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dms.Predictive.Serving;

/// <summary>Errors after RFC 9457, with a stable code word.</summary>
internal static class Problems
{
    /// <summary>Content type of a problem.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Writes a problem as the answer.</summary>
    public static Task WriteAsync(
        HttpContext context, int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        string text = Answers.Text(new ProblemResource(
            $"/reference/problems#{code}", Answers.Title(status), status, detail, code, context.Request.Path, TraceOf(context), errors));
        return WriteAsync(context, status, text);
    }

    /// <summary>Writes a problem whose text is made already.</summary>
    public static Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Id under which a request stands in traces and logs.</summary>
    public static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}

/// <summary>A request that is refused before it reaches the core.</summary>
internal sealed class RequestRefusedException(int status, string code, string message) : Exception(message)
{
    /// <summary>Status code.</summary>
    public int Status { get; } = status;

    /// <summary>Stable word.</summary>
    public string Code { get; } = code;

    /// <summary>Faults by JSON pointer; null without.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>A malformed body.</summary>
    public static RequestRefusedException Malformed(string pointer, string fault) =>
        new(400, "malformed", $"{(pointer.Length == 0 ? "The body" : pointer)} {fault}")
        {
            Errors = new Dictionary<string, string[]> { [pointer] = [fault] },
        };
}
