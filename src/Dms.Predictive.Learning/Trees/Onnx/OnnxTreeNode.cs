namespace Dms.Predictive.Learning;

/// <summary>One node of an ONNX tree before it becomes canonical; children are places in the same list.</summary>
internal sealed class OnnxTreeNode
{
    /// <summary>Branch mode by its name in <c>nodes_modes</c>; <c>LEAF</c> for a leaf.</summary>
    public required string Mode { get; init; }

    /// <summary>Column that is compared.</summary>
    public int Feature { get; init; }

    /// <summary>What it is compared with.</summary>
    public double Split { get; init; }

    /// <summary>Whether a missing value takes the true branch.</summary>
    public bool MissingIsTrue { get; init; }

    /// <summary>Place of the true branch.</summary>
    public int True { get; init; }

    /// <summary>Place of the false branch.</summary>
    public int False { get; init; }

    /// <summary>Weight of the training rows that came by; 0 where the file does not say.</summary>
    public double Cover { get; init; }

    /// <summary>Leaf values by target.</summary>
    public Dictionary<int, double> Weights { get; } = [];
}
