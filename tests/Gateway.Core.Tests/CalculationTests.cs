using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Core.Tests;

public sealed partial class CalculationTests
{
    [Fact]
    public void Restore_WhatSaveWrote_GoesOnFromThere()
    {
        var first = new Counter();
        first.Fold(default, []);
        first.Fold(default, []);
        var saved = new ArrayBufferWriter<byte>();
        first.Save(saved);

        var second = new Counter();
        second.Restore(saved.WrittenSpan);
        second.Fold(default, []);

        Assert.Equal(3, second.State.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"Count":-1}""")]
    [InlineData("""{"Count":"many"}""")]
    [InlineData("{")]
    public void Restore_NotSuchAState_IsRefusedAndLeavesTheStateAlone(string json)
    {
        var counter = new Counter();
        counter.Fold(default, []);

        Assert.ThrowsAny<JsonException>(() => counter.Restore(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(1, counter.State.Count);
    }

    private sealed record Counted(int Count);

    private sealed class Counter() : Calculation<Counted>("counter", new Counted(0), CountedJson.Default.Counted)
    {
        protected override Counted Fold(Counted state, in Reading reading, ICollection<Reading> results) => new(state.Count + 1);

        protected override bool Fits(Counted restored) => restored.Count >= 0;
    }

    [JsonSerializable(typeof(Counted))]
    private sealed partial class CountedJson : JsonSerializerContext;
}
