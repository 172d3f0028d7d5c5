using System.Text.RegularExpressions;
using LoanServicing.Contracts.Outside;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Host.Schemas;

/// <summary>Who writes a message and who reads it, which says what change of it breaks somebody.</summary>
internal enum MessageDirection
{
    /// <summary>Outside parties write it, we read it: what they write today must stay good.</summary>
    Received,

    /// <summary>We write it, outside parties read it: what they rely on today must stay so.</summary>
    Sent,

    /// <summary>Services of ours write and read it, of this version and the one before at the same time.</summary>
    Exchanged,
}

/// <summary>A message that has a published schema.</summary>
/// <param name="Name">With its version: the name of its schema file without the ending.</param>
internal sealed partial record MessageSchema(string Name, Type Type, MessageDirection Direction)
{
    /// <summary>Every message: those of outside parties, and the facts that the services exchange.</summary>
    public static IReadOnlyList<MessageSchema> All { get; } =
    [
        new($"{BankPaymentReceived.Queue}.v1", typeof(BankPaymentReceived), MessageDirection.Received),
        .. LoanMessageKind.All.Select(kind => new MessageSchema(kind.VersionedName, kind.Message, MessageDirection.Sent)),
        .. FactJson.FactTypes.OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => new MessageSchema($"fact.{Hyphenated(type.Name)}.v1", type, MessageDirection.Exchanged)),
    ];

    /// <summary>For instance <c>loan-opened</c>.</summary>
    private static string Hyphenated(string name) => WordStart().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
