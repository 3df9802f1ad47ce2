using System.CommandLine;
using Gateway.Verbs;

namespace Gateway.Tests.Verbs;

/// <summary>What a command line must not say, found before anything is opened.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("read", "holding:0")]
    [InlineData("read", "--tcp", "127.0.0.1")]
    [InlineData("read", "--tcp", "127.0.0.1", "--serial", "/dev/ttyS0", "holding:0")]
    [InlineData("read", "--tcp", "127.0.0.1", "--baud", "9600", "holding:0")]
    [InlineData("read", "--tcp", "127.0.0.1", "holding:0", "--type", "flot32")]
    [InlineData("read", "--tcp", "127.0.0.1", "holding:0", "--unit", "256")]
    [InlineData("read", "--tcp", "127.0.0.1", "holding:x")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--format", "8X1", "holding:0")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--baud", "9600,19200", "holding:0")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--format", "7E1", "holding:0")]
    [InlineData("scan", "--serial", "/dev/ttyS0", "--format", "8E1,7E1")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--framing", "mbap", "holding:0")]
    [InlineData("read", "--tcp", "127.0.0.1", "--framing", "ascii", "holding:0")]
    [InlineData("read", "--ascii-over-tcp", "127.0.0.1:4001", "--rtu-over-tcp", "127.0.0.1:4001", "holding:0")]
    [InlineData("scan", "--tcp", "127.0.0.1", "--units", "9-1")]
    [InlineData("scan", "--tcp", "127.0.0.1", "--timeout", "1ms")]
    [InlineData("profiles")]
    [InlineData("profiles", "show")]
    [InlineData("profiles", "show", "eastron-sdm630", "--json", "--yaml")]
    [InlineData("profiles", "new", "Volta M1")]
    [InlineData("profiles", "new", "../volta")]
    [InlineData("profiles", "check")]
    public void Parse_WhatCannotBe_IsAnError(params string[] arguments) => Assert.NotEmpty(Parse(arguments).Errors);

    [Theory]
    [InlineData("read", "--tcp", "127.0.0.1", "holding:0", "40101:2", "--type", "float32", "--order", "cdab", "--every", "1s")]
    [InlineData("read", "--rtu-over-tcp", "[::1]:4001", "--unit", "0", "--profile", "eastron-sdm630", "--json")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--baud", "9600", "--format", "8e1", "coil:0:8", "--trace", "x.pcapng")]
    [InlineData("read", "--serial", "/dev/ttyS0", "--framing", "rtu", "coil:0:8")]
    [InlineData("scan", "--serial", "/dev/ttyS0", "--framing", "ascii", "--format", "7E1,8N1")]
    [InlineData("scan", "--ascii-over-tcp", "10.0.0.7:4001")]
    [InlineData("scan", "--tcp", "10.0.0.7:5020", "--units", "0,1,9-20,255", "--guess", "--timeout", "2s")]
    [InlineData("scan", "--serial", "/dev/ttyS0", "--baud", "9600,19200", "--format", "8E1,8N1", "--trace-max", "5")]
    [InlineData("profiles", "list", "siemens", "vfd", "--json", "--profiles", "mine")]
    [InlineData("profiles", "new", "volta-m1", "--from", "eastron-sdm120", "--folder", "mine")]
    public void Parse_WhatCanBe_IsNone(params string[] arguments) => Assert.Empty(Parse(arguments).Errors);

    private static ParseResult Parse(string[] arguments) =>
        new RootCommand { ReadVerb.Create(), ScanVerb.Create(), ProfilesVerb.Create() }.Parse(arguments);
}
