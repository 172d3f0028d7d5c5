using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Platform.Messaging.Outside;

/// <summary>A queue of ours that outside parties publish plain JSON to, with any AMQP client.</summary>
/// <param name="Name">As on the broker, after <c>Transport:Prefix</c>; its first word names its rejected messages in <c>dead-letters</c>.</param>
/// <param name="Message">The contract's record of the message: its properties are the fields, and any other is an error.</param>
/// <param name="Handle">Called once per delivery, so perhaps more than once per message.</param>
public sealed record OutsideQueue(string Name, Type Message, OutsideHandler Handle)
{
    /// <summary>For instance <c>bank</c> of <c>bank.payment-received</c>.</summary>
    public string Party => Name.Split('.')[0];
}

/// <summary>
/// Takes one message in a unit of work. A message that it cannot take is a <see cref="Rejection"/>, and nothing of the unit stays; it throws only
/// for what is not the message's fault.
/// </summary>
/// <param name="services">Those of this process.</param>
public delegate Task<Rejection?> OutsideHandler(RequestBody message, UnitOfWork unit, IServiceProvider services);

/// <summary>Why a message of an outside party is not taken. It travels in headers, so neither part quotes the message's values.</summary>
/// <param name="Code">Stable, for programs: the same code as HTTP gives for the same mistake.</param>
/// <param name="Text">English, for the person who mends it.</param>
public sealed record Rejection(string Code, string Text)
{
    private const int LongestName = 40;

    /// <summary>The code of the first wrong field, and all that is wrong.</summary>
    public static Rejection Of(ApiProblem problem) => problem.Errors is [var first, ..]
        ? new Rejection(first.Code, string.Join(' ', problem.Errors.Select(error => $"{NameOf(error.Field)}: {error.Message.En}")))
        : new Rejection(problem.Code, problem.Message.En);

    /// <summary>Whatever stands before a colon is a field's name to a parser; only what looks like one is repeated.</summary>
    private static string NameOf(string field) =>
        field.Length is > 0 and <= LongestName && char.IsAsciiLetter(field[0]) && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '[' or ']')
            ? field
            : "a field whose name is not a plain one";
}
