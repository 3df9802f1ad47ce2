namespace Gateway.Devices.Tests;

public sealed class UnitTokenTests
{
    [Theory]
    [InlineData("active_power", "kW", "active_power_kw")]
    [InlineData("so2", "mg/m3", "so2_mg_m3")]
    [InlineData("flow", "m3/h", "flow_m3_h")]
    [InlineData("temperature", "degC", "temperature_c")]
    [InlineData("o2", "%", "o2_pct")]
    [InlineData("status", "", "status")]
    public void Field_NameAndUnit_EndsInTheUnit(string name, string unit, string field) => Assert.Equal(field, UnitToken.Field(name, unit));

    [Fact]
    public void ByUnit_Tokens_AreDifferentAndNeedNoEscaping()
    {
        Assert.Distinct(UnitToken.ByUnit.Values);
        Assert.All(UnitToken.ByUnit.Values, token => Assert.Matches("^[a-z0-9_]+$", token));
    }
}
