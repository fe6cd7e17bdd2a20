namespace Dms.Predictive.Serving.Tests;
public sealed class FirstTests { [Fact] public void Nothing_Yet() => Assert.True(true); }
