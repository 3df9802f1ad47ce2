namespace Gateway.Modbus.Tests;

public class ModbusRtuServerTests
{
    [Fact]
    public async Task Completion_StreamEnds_Ends()
    {
        await using var server = ModbusRtuServer.Start(new MemoryStream(), _ => true, Registers.Answer, TimeProvider.System);

        await server.Completion;

        Assert.True(server.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Completion_HandlerThrows_Fails()
    {
        var stream = ScriptedStream.Of(ModbusGen.Rtu(1, 3, 0, 0, 0, 1));
        var server = ModbusRtuServer.Start(
            stream, _ => true, (_, _) => throw new InvalidOperationException("handler"), TimeProvider.System);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.Completion);

        Assert.Equal("handler", error.Message);
    }

    [Fact]
    public async Task Dispose_LineIdle_Ends()
    {
        var server = ModbusRtuServer.Start(PseudoTerminal.Open(), _ => true, Registers.Answer, TimeProvider.System);

        await server.DisposeAsync();

        Assert.True(server.Completion.IsCompletedSuccessfully);
    }
}
