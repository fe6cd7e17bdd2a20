using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>A learned member after its fit: the canonical model and what its trainer leaves besides.</summary>
public sealed class FittedMember
{
    private readonly Action<Stream>? _saveZip;

    internal FittedMember(IRowModel model, string? nativeText = null, Action<Stream>? saveZip = null) =>
        (Model, NativeText, _saveZip) = (model, nativeText, saveZip);

    /// <summary>What scoring, explanation and hashes go by: a <see cref="Learning.Forest"/> for trees and the
    /// additive model. Rows are compared in float32: round them with <see cref="ModelRow.RoundToFloat"/>
    /// first.</summary>
    public IRowModel Model { get; }

    /// <summary>The model as trees, or null for a linear one. Covers are 0 until counted.</summary>
    public Forest? Forest => Model as Forest;

    /// <summary>LightGBM's own model text, for a natively trained member; otherwise null.</summary>
    public string? NativeText { get; }

    /// <summary>Whether <see cref="SaveZip"/> can write ML.NET's own model of the same fit.</summary>
    public bool HasZip => _saveZip is not null;

    /// <summary>Writes ML.NET's model file. Its bytes differ from one save to the next; predictions do not.</summary>
    /// <exception cref="InvalidOperationException">The member was not trained by ML.NET.</exception>
    public void SaveZip(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        (_saveZip ?? throw new InvalidOperationException("Only members trained by ML.NET have a zip; see HasZip."))(
            destination);
    }
}
