namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>The cell that runs now.</summary>
/// <param name="Sink">Where its output goes.</param>
/// <param name="Ended">Completes when it has ended.</param>
internal sealed record RunningCell(JupyterSink Sink, Task Ended);
