using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>
/// Where the services are that this process does not host: the settings <c>Peers:SERVICE</c>. What waits for a second person is asked from all of
/// them (<c>GET /checks</c>); nothing else is.
/// </summary>
/// <param name="Addresses">Each process once.</param>
/// <param name="Missing">Services that are neither here nor named.</param>
public sealed record Peers(IReadOnlyList<Uri> Addresses, IReadOnlyList<string> Missing)
{
    /// <exception cref="StartupException">A peer is no service, or its address cannot be used; it is not repeated, for it may hold a password.</exception>
    public static Peers Read(IConfiguration configuration, IReadOnlyCollection<string> hosted, IReadOnlyCollection<string> known)
    {
        var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var setting in configuration.GetSection("Peers").GetChildren())
        {
            var service = known.FirstOrDefault(name => name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new StartupException($"Peers:{setting.Key} names a service that does not exist; choose from {string.Join(", ", known)}.");
            addresses[service] = Uri.TryCreate(setting.Value, UriKind.Absolute, out var address) && IsBare(address)
                ? address
                : throw new StartupException(
                    $"Peers:{setting.Key} is no address like http://{service}:5080; write http:// or https://, the host and the port, without an account, a path or a query.");
        }

        var elsewhere = known.Except(hosted).ToList();
        return new Peers(
            [.. elsewhere.Where(addresses.ContainsKey).Select(service => addresses[service]).Distinct()],
            [.. elsewhere.Where(service => !addresses.ContainsKey(service))]);
    }

    /// <summary>Nothing but where the process is: it is asked with the caller's token, never with an account of its own.</summary>
    private static bool IsBare(Uri address) =>
        address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.PathAndQuery == "/" && address.Fragment.Length == 0;
}
