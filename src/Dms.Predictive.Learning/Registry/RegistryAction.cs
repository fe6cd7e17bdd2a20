namespace Dms.Predictive.Learning;

/// <summary>What an entry of the registry does.</summary>
public enum RegistryAction
{
    /// <summary>The first entry: names the key that seals all others.</summary>
    Open = 0,

    /// <summary>A person with a role and a public key may approve from here on.</summary>
    Enroll,

    /// <summary>A version became known, or a candidate became the challenger.</summary>
    Register,

    /// <summary>A challenger stepped back for another one.</summary>
    Replace,

    /// <summary>A version did not pass its gate and is out of use.</summary>
    Reject,

    /// <summary>The challenger became champion, or the champion gave way to it.</summary>
    Promote,

    /// <summary>The champion gave way to the one before it, or that one came back.</summary>
    Rollback,

    /// <summary>A version may never serve again.</summary>
    Revoke,

    /// <summary>A validator signed a version's report.</summary>
    SignOff,

    /// <summary>From here on a promotion needs a signed report.</summary>
    RequireSignOff,
}
