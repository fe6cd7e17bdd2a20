namespace Dms.Predictive.Relay;

/// <summary>Why a consumer does not take an update, in the order in which it looks.</summary>
public enum RelayRefusal
{
    /// <summary>The market is paused.</summary>
    MarketPaused = 0,

    /// <summary>The consumer takes no updates of this parameter of this market.</summary>
    ParameterNotListed,

    /// <summary>The number is not above that of the last update.</summary>
    UpdateIdNotRising,

    /// <summary>The deadline has passed.</summary>
    Expired,

    /// <summary>It was issued after now.</summary>
    IssuedInTheFuture,

    /// <summary>It would count earlier than the smallest delay after now allows.</summary>
    TooEarly,

    /// <summary>The value it starts from is not the one in force.</summary>
    WrongPreviousValue,

    /// <summary>It changes the value by more than one step may.</summary>
    ChangeTooLarge,

    /// <summary>A signature has s in the upper half.</summary>
    HighS,

    /// <summary>A signature is nobody's, or not of a listed signer.</summary>
    UnknownSigner,

    /// <summary>A signer signed twice.</summary>
    DuplicateSigner,

    /// <summary>Too few signers stand for it.</summary>
    TooFewSigners,
}
