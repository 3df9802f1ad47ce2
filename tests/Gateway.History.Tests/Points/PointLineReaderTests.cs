namespace Gateway.History.Tests;

public sealed class PointLineReaderTests
{
    [Fact]
    public void Read_WholeLine_IsTakenApartWithTagsSorted()
    {
        var line = PointLineReader.Read(
            """meter,site=north,device=fan power_kw=12.5,count=3i,quality="good, \"really\"",on=t 1700000000123""", out _)!;
        Assert.Equal("meter,device=fan,site=north", line.Series);
        Assert.Equal(1700000000123, line.TimeMs);
        Assert.Equal("12.5", line.Fields["power_kw"]);
        Assert.Equal("3i", line.Fields["count"]);
        Assert.Equal("""
            "good, \"really\""
            """, line.Fields["quality"]);
        Assert.Equal("t", line.Fields["on"]);
    }

    [Theory]
    [InlineData("m f=1 1")]
    [InlineData("m f=-1.5e-7 -1")]
    [InlineData("m f=18446744073709551615u 0")]
    [InlineData("m f=\"\" 0")]
    [InlineData("m f=\"a b=c,d\\\\\" 0")]
    [InlineData("m,a=b f=False,g=TRUE 0")]
    public void Read_AllowedLine_IsRead(string line) => Assert.NotNull(PointLineReader.Read(line, out _));

    [Theory]
    [InlineData("m", "three parts")]
    [InlineData("m f=1", "three parts")]
    [InlineData("m f=1 ", "timestamp")]
    [InlineData("m f=1 1.5", "timestamp")]
    [InlineData("m f=1 12 13", "timestamp")]
    [InlineData("m f=1 9223372036854775807", "timestamp")]
    [InlineData("m f=1  1", "timestamp")]
    [InlineData("m f=1 1\r", "timestamp")]
    [InlineData(" f=1 1", "measurement")]
    [InlineData("m\\,n f=1 1", "measurement")]
    [InlineData("m,a f=1 1", "tag")]
    [InlineData("m,a= f=1 1", "tag")]
    [InlineData("m, f=1 1", "tag")]
    [InlineData("m,a=1,a=2 f=1 1", "tag")]
    [InlineData("m,a=b\\,c f=1 1", "tag")]
    [InlineData("m f 1", "field")]
    [InlineData("m f= 1", "field")]
    [InlineData("m =1 1", "field")]
    [InlineData("m f=1,f=2 1", "twice")]
    [InlineData("m f=1, 1", "field")]
    [InlineData("m f=NaN 1", "field")]
    [InlineData("m f=1e999 1", "field")]
    [InlineData("m f=1.5i 1", "field")]
    [InlineData("m f=-1u 1", "field")]
    [InlineData("m f=good 1", "field")]
    [InlineData("m f=\"good 1", "three parts")]
    [InlineData("m f=\"a\"b\" 1", "three parts")]
    [InlineData("m f=\"a\"\"b\" 1", "field")]
    [InlineData("m f=0x10 1", "field")]
    public void Read_MalformedLine_SaysWhatIsWrong(string line, string word)
    {
        Assert.Null(PointLineReader.Read(line, out var fault));
        Assert.Contains(word, fault, StringComparison.Ordinal);
    }
}
