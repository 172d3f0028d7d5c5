using RabbitMQ.Client;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>A message's properties as it moves between a queue and the place of its dead ones.</summary>
internal static class DeadProperties
{
    private const string OurMark = "x-";

    /// <summary>With these headers besides. What its sender had given to end, to copy or to sign the message would lose, double or refuse it here.</summary>
    public static BasicProperties With(IReadOnlyBasicProperties properties, params (string Name, string Value)[] headers)
    {
        var copy = Copy(properties, _ => true);
        foreach (var (name, value) in headers)
        {
            copy.Headers![name] = value;
        }

        return copy;
    }

    /// <summary>As it was before it died.</summary>
    public static BasicProperties WithoutMarks(IReadOnlyBasicProperties properties) =>
        Copy(properties, name => !name.StartsWith(OurMark, StringComparison.Ordinal));

    private static BasicProperties Copy(IReadOnlyBasicProperties properties, Func<string, bool> keep)
    {
        var copy = new BasicProperties(properties)
        {
            Persistent = true,
            Headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
                .Where(header => header.Key is not ("CC" or "BCC") && keep(header.Key))
                .ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal),
        };
        copy.ClearExpiration();
        copy.ClearUserId();
        return copy;
    }
}
