using Dms.Predictive.Notebooks.Display;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Tests.Engine;

internal sealed class Collected : ICellSink
{
    private readonly Lock _lock = new();

    public List<(string Name, string Text)> Pieces { get; } = [];

    public List<MimeBundle> Shown { get; } = [];

    public void Stream(string name, string text)
    {
        lock (_lock)
        {
            Pieces.Add((name, text));
        }
    }

    public void Display(MimeBundle bundle, string? displayId, bool update)
    {
        lock (_lock)
        {
            Shown.Add(bundle);
        }
    }
}
