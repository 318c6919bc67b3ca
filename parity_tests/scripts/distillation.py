"""Knowledge distillation: a small student learns from a large teacher's softened scores, a hint layer, and the labels."""

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

device = torch.accelerator.current_accelerator().type if torch.accelerator.is_available() else "cpu"
torch.manual_seed(42)
templates = torch.randn(4, 3, 8, 8)
y_all = torch.randint(0, 4, (64,))
x_all = templates[y_all] + 0.8 * torch.randn(64, 3, 8, 8)
dataset = torch.utils.data.TensorDataset(x_all, y_all)
train_set, test_set = torch.utils.data.random_split(dataset, [48, 16])
train_loader = torch.utils.data.DataLoader(train_set, batch_size=16, shuffle=True, num_workers=0)
test_loader = torch.utils.data.DataLoader(test_set, batch_size=16, shuffle=False)


def network(width):
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(3, width, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(width, 8, 3, padding=1), nn.ReLU()),
        nn.Sequential(nn.AdaptiveMaxPool2d(2), nn.Flatten(), nn.Linear(32, width), nn.ReLU(), nn.Dropout(0.1), nn.Linear(width, 4)),
    )


def train(model, epochs, learning_rate):
    optimizer = optim.Adam(model.parameters(), lr=learning_rate)
    model.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            inputs, labels = inputs.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = nn.CrossEntropyLoss()(model(inputs), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        print(f"Epoch {epoch + 1}/{epochs}, Loss: {running_loss / len(train_loader)}")


def train_knowledge_distillation(teacher, student, epochs, learning_rate, T, soft_target_loss_weight, ce_loss_weight):
    optimizer = optim.Adam(student.parameters(), lr=learning_rate)
    mse_loss = nn.MSELoss()
    teacher.eval()
    student.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            with torch.no_grad():
                hint = teacher[0](inputs)
                teacher_logits = teacher[1](hint)
            features = student[0](inputs)
            student_logits = student[1](features)
            soft_targets = nn.functional.softmax(teacher_logits / T, dim=-1)
            soft_prob = nn.functional.log_softmax(student_logits / T, dim=-1)
            soft_targets_loss = torch.sum(soft_targets * (soft_targets.log() - soft_prob)) / soft_prob.size()[0] * (T**2)
            also = F.kl_div(soft_prob, soft_targets, reduction="batchmean") * (T**2)
            assert torch.allclose(soft_targets_loss, also, rtol=1e-4, atol=1e-5)
            loss = soft_target_loss_weight * soft_targets_loss + ce_loss_weight * F.cross_entropy(student_logits, labels)
            loss = loss + 0.1 * mse_loss(features, hint)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        print(f"Epoch {epoch + 1}/{epochs}, Loss: {running_loss / len(train_loader)}")


def test(model):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for inputs, labels in test_loader:
            _, predicted = torch.max(model(inputs).data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    print(f"Test Accuracy: {100 * correct / total:.2f}%")


teacher, student = network(16).to(device), network(4).to(device)
print("{:,}".format(sum(p.numel() for p in teacher.parameters())), "{:,}".format(sum(p.numel() for p in student.parameters())))
train(teacher, 4, 0.005)
test(teacher)
train_knowledge_distillation(teacher, student, 4, 0.005, T=2, soft_target_loss_weight=0.25, ce_loss_weight=0.75)
test(student)
