using System.Net.Sockets;
using LoanServicing.Platform.Data;
using Microsoft.AspNetCore.Connections;

namespace LoanServicing.Host.Verbs;

/// <summary>Starts to listen on the addresses of the setting <c>urls</c>, or says in one sentence why that cannot be.</summary>
internal static class Listening
{
    private const int HighestPort = 65535;
    private const string Malformed = $"it must be like {HostBuilding.DefaultAddress}";

    /// <exception cref="StartupException">An address is malformed, taken, or not of this machine.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        var addresses = app.Configuration["urls"] ?? "";
        RefuseMalformed(addresses);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception cause)
        {
            await app.StopAsync(CancellationToken.None); // what was started before the address was asked for
            if (Why(cause, addresses) is { } why)
            {
                throw Refusal(addresses, why);
            }

            throw;
        }
    }

    /// <summary>Where a host that listens on these addresses is asked from the same machine: the first of them.</summary>
    /// <exception cref="StartupException">An address is malformed.</exception>
    public static Uri FirstAddress(string addresses)
    {
        RefuseMalformed(addresses);
        var first = addresses.Split(';')[0].Trim();
        var parsed = BindingAddress.Parse(first);
        var host = parsed.Host is "*" or "+" ? "localhost" : parsed.Host;
        return Uri.TryCreate($"{parsed.Scheme}://{host}:{parsed.Port}", UriKind.Absolute, out var address) ? address : throw Refusal(first, Malformed);
    }

    private static void RefuseMalformed(string addresses)
    {
        foreach (var address in addresses.Split(';'))
        {
            if (!IsAddress(address))
            {
                throw Refusal(address, Malformed);
            }
        }
    }

    private static bool IsAddress(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address.Trim());
            return parsed.Scheme is "http" or "https" && parsed.Port is >= 0 and <= HighestPort && parsed.PathBase.Length == 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? Why(Exception cause, string addresses) => cause switch
    {
        IOException { InnerException: AddressInUseException } => "it is in use",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "this account may not take that port",
        IOException or SocketException => cause.Message.TrimEnd('.'),
        InvalidOperationException when addresses.Contains("https:", StringComparison.OrdinalIgnoreCase) =>
            "https needs a certificate (Kestrel:Certificates:Default:Path and :Password)",
        _ => null,
    };

    private static StartupException Refusal(string address, string why) =>
        new($"The address {address} cannot be listened on: {why}; choose another with the setting urls, for instance --urls=http://127.0.0.1:5081.");
}
