using System.Globalization;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.DeadLetters;

/// <summary>Where a dead letter lies.</summary>
internal enum DeadLetterPlace
{
    /// <summary>In the outbox of the service that sends it.</summary>
    Delivery,

    /// <summary>In the database of the service that cannot handle it.</summary>
    Fact,

    /// <summary>In the dead queue of the service that cannot read it.</summary>
    Queue,
}

/// <summary>A dead letter's name, as the list prints it: <c>intake/12</c>, <c>intake/w12</c> or <c>intake/q0f3a...</c>.</summary>
internal sealed record DeadLetterId(string Service, DeadLetterPlace Place, string Mark)
{
    private const char FactMark = 'w';
    private const char QueueMark = 'q';

    public static DeadLetterId OfDelivery(string service, long number) => new(service, DeadLetterPlace.Delivery, Text(number));

    public static DeadLetterId OfFact(string service, long number) => new(service, DeadLetterPlace.Fact, Text(number));

    public static DeadLetterId OfMessage(string service, string hash) => new(service, DeadLetterPlace.Queue, hash);

    /// <exception cref="StartupException">It is no such name.</exception>
    public static DeadLetterId Parse(string text)
    {
        var parts = text.Split('/');
        return parts is [var service, [_, ..] mark] && HostBuilding.Services.Any(module => module.Name == service) && PlaceOf(mark) is { } place
            ? new DeadLetterId(service, place, place == DeadLetterPlace.Delivery ? mark : mark[1..])
            : throw new StartupException(
                $"'{text}' is not the id of anything parked; write it as 'dead-letters list' prints it, for instance intake/12, intake/w12 or intake/q0f3a9c0d1e2b4567.");
    }

    /// <summary>The row's number; of what lies in a database only.</summary>
    public long Number => long.Parse(Mark, NumberStyles.None, CultureInfo.InvariantCulture);

    public override string ToString() => Place switch
    {
        DeadLetterPlace.Delivery => $"{Service}/{Mark}",
        DeadLetterPlace.Fact => $"{Service}/{FactMark}{Mark}",
        _ => $"{Service}/{QueueMark}{Mark}",
    };

    private static DeadLetterPlace? PlaceOf(string mark) => mark[0] switch
    {
        QueueMark when mark.Length > 1 && mark.Skip(1).All(char.IsAsciiHexDigitLower) => DeadLetterPlace.Queue,
        FactMark when IsNumber(mark[1..]) => DeadLetterPlace.Fact,
        _ when IsNumber(mark) => DeadLetterPlace.Delivery,
        _ => null,
    };

    private static bool IsNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
