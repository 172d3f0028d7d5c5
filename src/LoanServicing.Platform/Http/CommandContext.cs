using LoanServicing.Platform.Data;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace LoanServicing.Platform.Http;

/// <summary>What a command's handler works with. It may run more than once and writes through <see cref="Unit"/> only.</summary>
/// <param name="BusinessDate">The service's current business date.</param>
public sealed record CommandContext(HttpContext Http, Caller Caller, RequestBody Body, UnitOfWork Unit, LocalDate BusinessDate)
{
    public string Route(string name) => (string?)Http.Request.RouteValues[name] ?? "";

    /// <summary>A route value as an id, or null when it is none.</summary>
    public Guid? RouteId(string name) => Guid.TryParse(Route(name), out var id) ? id : null;

    public bool Persian => ApiResults.PrefersPersian(Http);

    public T Service<T>()
        where T : notnull =>
        (T)(Http.RequestServices.GetService(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not registered."));
}
