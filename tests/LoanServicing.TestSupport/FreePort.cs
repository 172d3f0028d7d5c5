using System.Net;
using System.Net.Sockets;

namespace LoanServicing.TestSupport;

public static class FreePort
{
    /// <summary>Below the ports that the system gives out by itself, so that it is still free when a process comes back to it.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                continue; // taken
            }
        }
    }
}
