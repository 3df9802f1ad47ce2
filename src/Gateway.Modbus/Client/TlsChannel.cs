using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Modbus;

/// <summary>A TCP connection secured by TLS.</summary>
internal sealed class TlsChannel(DnsEndPoint endPoint, ModbusTls tls) : IByteChannel
{
    private SslStream? stream;
    private bool hasHeard;

    private string Peer => $"{endPoint.Host}:{endPoint.Port}";

    private SslStream Open => Volatile.Read(ref stream) ?? throw new ObjectDisposedException(nameof(TlsChannel));

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            hasHeard = false;
            stream = await SecureAsync(new NetworkStream(socket, ownsSocket: true), cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await Open.WriteAsync(bytes, cancellationToken);

    public async ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        var count = 0;
        var reason = "it closed the connection.";
        try
        {
            count = await Open.ReadAsync(destination, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            reason = Innermost(e);
        }

        if (count == 0)
        {
            // A device that does not accept the client's certificate ends the connection, with TLS 1.3 only after the handshake.
            throw new EndOfStreamException(
                $"{Peer}: {reason}{(hasHeard ? "" : " That was before any reply. Does it accept this gateway's certificate?")}");
        }

        hasHeard = true;
        return count;
    }

    // Not whichever stream stands there next: a closing may overlap with the next opening.
    public void Close() => Interlocked.Exchange(ref stream, null)?.Dispose();

    private async Task<SslStream> SecureAsync(NetworkStream plain, CancellationToken cancellationToken)
    {
        string? objection = null;
        var secured = new SslStream(plain);
        try
        {
            await secured.AuthenticateAsClientAsync(tls.OptionsFor(endPoint.Host, Judge), cancellationToken);
            return secured;
        }
        catch (Exception e) when (e is AuthenticationException || LinkFailure.Covers(e))
        {
            await secured.DisposeAsync();
            throw new IOException($"{Peer} could not be connected to securely: {objection ?? Innermost(e)}", e);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }

        bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            objection = TlsObjection.Describe(tls.ServerName ?? endPoint.Host, certificate as X509Certificate2, chain, errors);
            return errors == SslPolicyErrors.None;
        }
    }

    private static string Innermost(Exception failure) => failure.GetBaseException().Message;
}
