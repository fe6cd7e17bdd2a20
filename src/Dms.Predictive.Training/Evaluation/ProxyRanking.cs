namespace Dms.Predictive.Training;

/// <summary>Models ranked on another measurement of the same variance.</summary>
/// <param name="Proxy">What was measured.</param>
/// <param name="Qlike">Mean QLIKE by model id; the proxy is first scaled to the mean of the target, since bid-ask bounce
/// moves its level and every model alike.</param>
/// <param name="Order">Model ids, best first.</param>
/// <param name="SameOrder">Whether the order is that of the target.</param>
/// <param name="SameBest">Whether the best model is that of the target.</param>
public sealed record ProxyRanking(
    string Proxy, IReadOnlyDictionary<string, double> Qlike, IReadOnlyList<string> Order, bool SameOrder, bool SameBest);
