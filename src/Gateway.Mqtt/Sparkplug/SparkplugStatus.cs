namespace Gateway.Mqtt.Sparkplug;

/// <summary>How an edge node stands.</summary>
/// <param name="Broker">The broker in use, or next to be tried; without secrets.</param>
/// <param name="IsOnline">Born there, and not dead.</param>
/// <param name="Fault">Why it is not; empty while it is, or while it waits for the primary host.</param>
/// <param name="Births">NBIRTHs since start.</param>
/// <param name="Published">Messages handed to a broker since start, without any receipt: Sparkplug wants QoS 0.</param>
/// <param name="NotPublished">Messages that found no connection, or that a broker does not take.</param>
/// <param name="WaitingValues">Values in memory until somebody listens.</param>
/// <param name="DroppedValues">Values given up because nobody listened for too long.</param>
/// <param name="MalformedMessages">Incoming messages that were none.</param>
public sealed record SparkplugStatus(
    string Broker, bool IsOnline, string Fault, long Births, long Published, long NotPublished, long WaitingValues, long DroppedValues,
    long MalformedMessages);
