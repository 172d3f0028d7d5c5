using System.Security.Cryptography;
using System.Text;

namespace LoanServicing.Contracts;

/// <summary>A service has taken over a business date: whoever changed it may answer once all have.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="ChangeSequence">The sequence of the <see cref="BusinessDateChanged"/> that it took over.</param>
public sealed record BusinessDateAdopted(
    FactHeader Header,
    string Service,
    long ChangeSequence) : IFact;

/// <summary>The keys of the two business-date streams, which have no aggregate of their own.</summary>
public static class BusinessDateKeys
{
    /// <summary>The one key of the business-date stream.</summary>
    public static Guid Programme { get; } = new("b0000000-0000-7000-8000-000000000001");

    /// <summary>A service's key in the adoption stream, the same for ever.</summary>
    public static Guid Of(string service) => new(SHA256.HashData(Encoding.UTF8.GetBytes("business-date " + service)).AsSpan(0, 16), bigEndian: true);
}
