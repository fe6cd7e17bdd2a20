using System.Diagnostics;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Prints a page to PDF with Chromium.</summary>
internal static class ReportPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Full path of the browser.</summary>
    /// <param name="path">Folders to look in, as in the variable PATH; null = that variable.</param>
    /// <exception cref="IOException">There is none; says how to get it.</exception>
    public static string Browser(string? path = null)
    {
        string[] folders = (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return Names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).FirstOrDefault(File.Exists)
            ?? throw new IOException(
                "--pdf needs Chromium, which is not here (looked for chromium, chromium-browser, google-chrome on the PATH). "
                + "Install it (Debian: apt-get install --no-install-recommends chromium), or leave out --pdf and print report.html from any browser.");
    }

    /// <summary>Prints; the bytes hold the time of printing, unlike those of the page.</summary>
    /// <exception cref="IOException">The browser failed or took too long.</exception>
    public static byte[] Print(string browser, byte[] html, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("dms-pdf-");
        try
        {
            string page = Path.Combine(folder.FullName, "report.html"), pdf = Path.Combine(folder.FullName, "report.pdf");
            File.WriteAllBytes(page, html);
            ProcessStartInfo start = new(browser)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            foreach (string argument in new[]
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
                $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", $"--print-to-pdf={pdf}", "file://" + page,
            })
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start) ?? throw new IOException($"{browser} did not start.");
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new IOException($"{browser} did not finish printing within {Limit.TotalSeconds:0} s.");
            }

            Task.WaitAll([error, output], cancellation);
            return process.ExitCode == 0 && File.Exists(pdf)
                ? File.ReadAllBytes(pdf)
                : throw new IOException($"{browser} left with {process.ExitCode} and no PDF: {error.Result.Trim()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
