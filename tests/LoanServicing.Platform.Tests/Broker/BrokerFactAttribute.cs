using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A test that needs RabbitMQ; without one it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrokerFactAttribute : FactAttribute
{
    public const string Variable = "LOANSERVICING_TEST_RABBITMQ";

    public BrokerFactAttribute() => Skip = WhyNot;

    /// <summary>Why there is no broker; null when there is one.</summary>
    public static string? WhyNot => Environment.GetEnvironmentVariable(Variable) is null
        ? $"It needs RabbitMQ; name one in {Variable} (amqp://user:password@host:5672/), or use tests/run.sh."
        : null;
}

/// <inheritdoc cref="BrokerFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrokerTheoryAttribute : TheoryAttribute
{
    public BrokerTheoryAttribute() => Skip = BrokerFactAttribute.WhyNot;
}

/// <inheritdoc cref="BrokerNodeFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrokerNodeTheoryAttribute : TheoryAttribute
{
    public BrokerNodeTheoryAttribute() => Skip = BrokerNode.WhyNot;
}

/// <summary>
/// A test of the long run that kills a RabbitMQ node of its own. A single node of 3.10 may come back with a queue that has no leader, and the services
/// then wait for one (deploy/rabbitmq/rabbitmq.conf).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KilledBrokerFactAttribute : FactAttribute
{
    public KilledBrokerFactAttribute() => Skip = Environment.GetEnvironmentVariable("LOANSERVICING_TEST_LONG") is null
        ? "It kills a broker, which does not always come back whole; tests/run.sh --long runs it."
        : BrokerNode.WhyNot;
}
