using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli;

/// <summary>Runs a command and turns whatever went wrong into one message and an exit code.</summary>
public static class CommandHost
{
    /// <summary>Parses and runs; errors go to standard error, as JSON when <c>--json</c> was given.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ArgumentNullException.ThrowIfNull(root);
        ParseResult parsed = root.Parse(args);
        bool json = args.Contains("--json");
        if (parsed.Errors.Count > 0)
        {
            string path = string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(2));
            return Fail(json, "usage", $"{parsed.Errors[0].Message} See dms {path} --help.", string.Join(' ', args), ExitCode.Usage);
        }

        try
        {
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Fail(json, "cancelled", "Stopped. Nothing was written.", "Ctrl-C", ExitCode.Cancelled);
        }
        catch (InputRefusedException e)
        {
            return Fail(json, e.Code, e.Message, e.Where, ExitCode.InputRefused);
        }
        catch (UsageException e)
        {
            return Fail(json, "usage", e.Message, e.Where, ExitCode.Usage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(json, "io", e.Message, "file system", ExitCode.OutsideWorld);
        }
        catch (DllNotFoundException e)
        {
            return Fail(json, "native-library", NativeLibraryAdvice.For(e), "native library", ExitCode.OutsideWorld);
        }
    }

    private static int Fail(bool json, string code, string message, string where, int exitCode)
    {
        string text = json
            ? JsonSerializer.Serialize(new { error = new { code, message, where } })
            : $"error [{code}] {where}: {message}";
        Console.Error.WriteLine(text);
        return exitCode;
    }
}
