namespace Dms.Predictive.Volatility;

/// <summary>Which estimate of the sampling error.</summary>
public enum StandardErrorKind
{
    /// <summary>H⁻¹(S'S)H⁻¹, valid under a wrong law (Bollerslev and Wooldridge 1992).</summary>
    Robust = 0,

    /// <summary>(−H)⁻¹, valid when the law is right.</summary>
    Hessian,

    /// <summary>(S'S)⁻¹ of the scores.</summary>
    Opg,
}
