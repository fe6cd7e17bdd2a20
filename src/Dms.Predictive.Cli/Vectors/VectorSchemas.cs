using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>The files of reference numbers that the product can compute, by schema.</summary>
internal static class VectorSchemas
{
    private static readonly Dictionary<string, Func<VectorField, object>> Solvers = new(StringComparer.Ordinal)
    {
        ["dms-hashchain-vector/1"] = RecordVectors.HashChain,
        ["dms-merkle-vector/1"] = RecordVectors.Merkle,
        ["dms-drift-vector/1"] = DriftVectors.Solve,
        ["dms-garch-attr/1"] = ForecasterVectors.Garch,
        ["dms-mlp-attr/1"] = ForecasterVectors.Network,
        ["dms-margin-explain/1"] = MarginExplainVectors.Solve,
        ["dms-uplift-features/1"] = UpliftVectors.Features,
        ["dms-booking-vector/1"] = UpliftVectors.Booking,
    };

    /// <summary>Computes a file's results from its inputs alone.</summary>
    /// <exception cref="InputRefusedException">The schema is not known, or a field is missing or of another
    /// kind.</exception>
    public static (string Schema, object Results) Solve(VectorField file)
    {
        string schema = file["schema"].Text();
        return Solvers.TryGetValue(schema, out Func<VectorField, object>? solve)
            ? (schema, solve(file))
            : throw new InputRefusedException(
                "schema-unknown",
                $"Found the schema '{schema}'; known are {string.Join(", ", Solvers.Keys)}.",
                "/schema");
    }
}
