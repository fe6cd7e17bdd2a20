using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>The inputs of this session.</summary>
internal sealed class InputHistory
{
    private const int Session = 1;
    private readonly List<(int Number, string Code)> _inputs = [];

    public void Add(int number, string code) => _inputs.Add((number, code));

    /// <summary>Answers tail, range and search requests.</summary>
    public JsonObject Answer(KernelRequest request)
    {
        IEnumerable<(int Number, string Code)> chosen = request.Text("hist_access_type") switch
        {
            "range" => _inputs.Where(i =>
                i.Number >= request.Number("start", 0) && i.Number < request.Number("stop", int.MaxValue)),
            "search" => _inputs
                .Where(i => FileSystemName.MatchesSimpleExpression(request.Text("pattern"), i.Code, ignoreCase: false))
                .TakeLast(request.Number("n", int.MaxValue)),
            _ => _inputs.TakeLast(request.Number("n", int.MaxValue)),
        };
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. chosen.Select(i => new JsonArray(Session, i.Number, i.Code))]),
        };
    }
}
