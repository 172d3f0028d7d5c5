using System.Reflection;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Verification;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Platform.Hosting;

/// <summary>All that a service gives to the process that hosts it.</summary>
/// <param name="Name">In lower case; names its database, its queue and its part of the verification.</param>
/// <param name="Assembly">Where its migration scripts are embedded.</param>
public sealed record ServiceModule(string Name, Assembly Assembly)
{
    /// <summary>Registers what the service needs besides its database, background services included.</summary>
    public Action<IServiceCollection, IConfiguration> AddServices { get; init; } = (_, _) => { };

    /// <summary>
    /// Says which facts the service listens to. Asked in every process, so that each knows whom to send a fact to: it may resolve only what every
    /// process has.
    /// </summary>
    public Action<HandlerMap, IServiceProvider> MapHandlers { get; init; } = (_, _) => { };

    /// <summary>Maps the service's endpoints under <c>/api/v1</c>.</summary>
    public Action<IEndpointRouteBuilder> MapEndpoints { get; init; } = _ => { };

    public Func<IServiceProvider, IReadOnlyList<CheckKind>> CheckKinds { get; init; } = _ => [];

    /// <summary>Brings the service's own rows up to date before anything is served, for instance the programme's allocations.</summary>
    public Func<UnitOfWork, IServiceProvider, Task>? Prepare { get; init; }

    /// <summary>Queues that outside parties publish to; the service takes from them where the transport is a broker.</summary>
    public IReadOnlyList<OutsideQueue> OutsideQueues { get; init; } = [];

    /// <summary>Append-only tables besides <c>audit</c> that are hash-chained.</summary>
    public IReadOnlyList<string> SealedLogs { get; init; } = [];

    public ServiceVerifier Verify { get; init; } = _ => Task.FromResult<IReadOnlyList<RuleFinding>>([]);

    /// <summary>Set by the one service that owns the business date: the date its books do not go behind.</summary>
    public Func<UnitOfWork, Task<LocalDate?>>? BusinessDateNotBefore { get; init; }

    public ServiceSchema Schema => new(Name, Assembly);
}

/// <summary>A service as this process hosts it.</summary>
public sealed record HostedService(ServiceModule Module, IDatabase Database, Func<IReadOnlyList<CheckKind>> CheckKinds)
{
    public string Name => Module.Name;

    public CheckKind? CheckKind(string name) => CheckKinds().FirstOrDefault(kind => kind.Name == name);
}

/// <summary>The services of this process; disposing it closes their databases.</summary>
public sealed record HostedServices(IReadOnlyList<HostedService> All) : IDisposable
{
    public void Dispose()
    {
        foreach (var database in All.Select(service => service.Database).OfType<IDisposable>())
        {
            database.Dispose();
        }
    }
}
