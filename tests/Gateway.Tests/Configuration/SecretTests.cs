using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class SecretTests
{
    [Fact]
    public void ToString_NeverShowsTheValue() =>
        Assert.DoesNotContain("hunter2", new Secret("hunter2").ToString(), StringComparison.Ordinal);
}
