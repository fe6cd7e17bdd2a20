using System.Diagnostics;

namespace Dms.Predictive.Cli.Work;

/// <summary>One line of progress on standard error when it is a terminal and the work takes over two seconds.</summary>
internal sealed class ProgressLine(string what) : IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>Shows how much is done.</summary>
    public void Show(int done, int total)
    {
        if (Console.IsErrorRedirected || _watch.Elapsed < TimeSpan.FromSeconds(2))
        {
            return;
        }

        lock (_gate)
        {
            _shown = true;
            int filled = 30 * done / Math.Max(1, total);
            Console.Error.Write($"\r{what} [{new string('#', filled)}{new string('.', 30 - filled)}] {done}/{total}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_shown)
        {
            Console.Error.WriteLine();
        }
    }
}
