namespace Dms.Predictive.Notebooks.Tests;
public sealed class FirstTests { [Fact] public void Nothing_Yet() => Assert.True(true); }
