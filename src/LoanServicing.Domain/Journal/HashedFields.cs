using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LoanServicing.Domain.Journal;

/// <summary>Fields that are hashed one after the other: each after its length, and an absent one unlike an empty one, so that no two lists read alike.</summary>
internal sealed class HashedFields
{
    private readonly StringBuilder _text = new();

    public void Add(string? field) =>
        _text.Append(field?.Length.ToString(CultureInfo.InvariantCulture) ?? "-").Append(':').Append(field).Append('\n');

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString())));
}
