using Xunit;

namespace LoanServicing.TestSupport;

/// <summary>A test that starts a RabbitMQ node of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrokerNodeFactAttribute : FactAttribute
{
    public BrokerNodeFactAttribute() => Skip = BrokerNode.WhyNot;
}
