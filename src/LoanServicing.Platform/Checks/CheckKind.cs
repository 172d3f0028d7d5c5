using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Platform.Checks;

/// <summary>What a checker's decision works with.</summary>
public sealed record CheckContext(CheckRequest Request, Caller Checker, UnitOfWork Unit, LocalDate BusinessDate);

/// <summary>
/// A kind of request that a second person decides. <paramref name="CarryOut"/> does in the checker's unit of work what the maker asked for; its
/// refusal (the world has changed meanwhile) leaves the request waiting.
/// </summary>
/// <param name="Name">For instance <c>funding.contribution</c>.</param>
/// <param name="CheckerRoles">Who may decide; never the maker.</param>
/// <param name="OnRefusal">What else a refusal changes, if anything.</param>
public sealed record CheckKind(
    string Name,
    IReadOnlyCollection<string> CheckerRoles,
    Func<CheckContext, Task<Answer>> CarryOut,
    Func<CheckContext, Task>? OnRefusal = null);
