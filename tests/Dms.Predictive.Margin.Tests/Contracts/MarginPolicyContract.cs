namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws of every policy that margins positions. A new one derives from this class and gets them all; a policy
/// that margins something else derives from <see cref="AccountPolicyContract"/>.</summary>
public abstract class MarginPolicyContract : PortfolioLaws;
