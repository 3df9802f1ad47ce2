using CsCheck;
using Gateway.Core;
using MQTTnet;
using MQTTnet.Packets;

namespace Gateway.Mqtt.Tests;

public sealed class DataMessageFormatTests
{
    private static readonly Topics Topics = new();

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame() =>
        Gen.Select(Gen.ULong, Gen.Long[0, long.MaxValue - 1000], Gen.Int[1, 1000], Gen.Bool, Gen.Byte.Array[0, 50]).Sample(
            (epoch, seq, count, backfill, payload) =>
            {
                var written = new DataMessage(new("mill", "g1"), epoch, seq, count, backfill, payload);
                var (read, fault) = DataMessageFormat.Read(Topics, DataMessageFormat.Write(Topics, written));
                Assert.Empty(fault);
                Assert.Equal(written with { Payload = default }, read! with { Payload = default });
                Assert.Equal(payload, read.Payload.ToArray());
            });

    [Fact]
    public void Range_OfAMessage_EndsWithItsLastEntry() =>
        Assert.Equal(new SeqRange(7, 9), new DataMessage(new("mill", "g1"), 1, 7, 3, false, default).Range);

    [Theory]
    [InlineData("seq", null)]
    [InlineData("seq", "x")]
    [InlineData("seq", "-1")]
    [InlineData("seq", "9223372036854775807")]
    [InlineData("seq", "99999999999999999999")]
    [InlineData("epoch", null)]
    [InlineData("epoch", "1")]
    [InlineData("count", null)]
    [InlineData("count", "0")]
    [InlineData("count", "4294967296")]
    [InlineData("schema", null)]
    [InlineData("schema", "2")]
    public void Read_AWrongProperty_IsNamedAsTheFault(string name, string? value)
    {
        var message = DataMessageFormat.Write(Topics, new DataMessage(new("mill", "g1"), 1, 1, 1, false, default));
        message.UserProperties.RemoveAll(property => property.Name == name);
        if (value is not null)
        {
            message.UserProperties.Add(new MqttUserProperty(name, System.Text.Encoding.UTF8.GetBytes(value).AsMemory()));
        }

        var (read, fault) = DataMessageFormat.Read(Topics, message);
        Assert.Null(read);
        Assert.Contains(value == "9223372036854775807" ? "count" : name, fault);
    }

    [Fact]
    public void Read_NoPropertiesOrAnotherTopic_IsAFault()
    {
        Assert.NotEmpty(DataMessageFormat.Read(Topics, new MqttApplicationMessage { Topic = "gateway/v1/mill/g1/data" }).Fault);
        Assert.NotEmpty(DataMessageFormat.Read(Topics, new MqttApplicationMessage { Topic = "elsewhere" }).Fault);
    }

    [Fact]
    public void LargestOverhead_IsMoreThanTheLongestPropertiesTake()
    {
        var longest = new DataMessage(new("mill", "g1"), ulong.MaxValue, long.MaxValue - int.MaxValue, int.MaxValue, false, default);
        var message = DataMessageFormat.Write(Topics, longest);

        // MQTT 5.0, sections 2.2.2 and 3.3: 5 bytes a user property, 3 the content type, 4 the properties' length, 9 header, topic length
        // and packet id.
        var taken = 4 + 9 + 3 + message.ContentType.Length
            + message.UserProperties.Sum(property => 5 + property.Name.Length + property.ValueBuffer.Length);
        Assert.InRange(taken, 100, DataMessage.LargestOverhead);
    }
}
