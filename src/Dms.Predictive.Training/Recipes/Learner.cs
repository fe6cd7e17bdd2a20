namespace Dms.Predictive.Training;

/// <summary>What fits a learned member of the blend.</summary>
public enum Learner
{
    /// <summary>Gradient-boosted trees by ML.NET's LightGBM trainer.</summary>
    LightGbm,

    /// <summary>Gradient-boosted trees by LightGBM through its C interface: takes the QLIKE loss.</summary>
    NativeLightGbm,

    /// <summary>Gradient-boosted trees by ML.NET's FastTree trainer.</summary>
    FastTree,

    /// <summary>Generalized additive model of one-feature trees by ML.NET's FastTree.</summary>
    Additive,

    /// <summary>Ridge regression on standardised features, closed form.</summary>
    Ridge,

    /// <summary>A network trained elsewhere, an ONNX file per horizon: nothing is fitted but its scale and weight.</summary>
    Network,
}
